/**
 * Leaves of the plugin API: targets, settings, failures. Nothing here knows Netty or a protocol.
 */
@NullMarked
package io.porty.api;

import org.jspecify.annotations.NullMarked;
