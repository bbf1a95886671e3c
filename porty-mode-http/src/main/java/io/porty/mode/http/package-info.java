/** The mode {@code http}: its plugin, its listeners and their state for each event loop. */
@NullMarked
package io.porty.mode.http;

import org.jspecify.annotations.NullMarked;
