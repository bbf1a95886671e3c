package io.porty.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This part of the plugin API may change before the date that it gives. Everything else that is
 * public in {@code io.porty.api} is stable: docs/compatibility.md says what that means. A test
 * fails once the date has passed, so that nothing stays unstable by neglect.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Unstable {

  /** {@return a date, {@code 2027-06-30}} */
  String until();
}
