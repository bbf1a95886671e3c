/** HTTP settings of routes and listeners, and the lookup of a route by host. */
@NullMarked
package io.porty.mode.http.config;

import org.jspecify.annotations.NullMarked;
