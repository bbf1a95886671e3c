/** A route's HTTP settings, read once, and the table that finds a route by host. */
@NullMarked
package io.porty.mode.http.config;

import org.jspecify.annotations.NullMarked;
