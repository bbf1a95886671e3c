/** The plugin API of listeners. Uses Netty types. */
@NullMarked
package io.porty.api.listener;

import org.jspecify.annotations.NullMarked;
