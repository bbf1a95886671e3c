/**
 * Basic types of the plugin API: targets, settings, failures. Independent of Netty and of
 * protocols.
 */
@NullMarked
package io.porty.api;

import org.jspecify.annotations.NullMarked;
