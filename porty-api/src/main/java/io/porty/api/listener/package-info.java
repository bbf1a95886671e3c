/** How a way of accepting connections plugs in. May name Netty types. */
@NullMarked
package io.porty.api.listener;

import org.jspecify.annotations.NullMarked;
