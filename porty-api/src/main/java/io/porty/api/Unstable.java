package io.porty.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A part of the plugin API that may change before the given date. Everything else that is public in
 * {@code io.porty.api} is stable, see docs/compatibility.md. A test fails once the date has passed.
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
