/**
 * What is known of backends: one table of endpoints, shared by all routes and event loops, with
 * what dialling has learned of each. Balancing and health checks will read it.
 */
@NullMarked
package io.porty.net.upstream;

import org.jspecify.annotations.NullMarked;
