package io.porty.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface that only Porty implements and plugins call. It may get new methods in any version;
 * tests use the implementations of the test kit.
 *
 * @see PluginImplements
 * @since 0.2
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface PortyImplements {}
