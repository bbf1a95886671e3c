package io.porty.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public type or method that may still change without a new API level. Everything public in
 * {@code io.porty.api} without this mark is stable.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Unstable {
  /** The ISO date by which the mark must be gone; a test fails after it. */
  String until();
}
