/**
 * Porty's TCP channels for Linux, on Netty's native calls, and the epoll handler that coalesces
 * their interest changes and small flushes. See docs/decisions/005, 021 and 023.
 */
@NullMarked
package io.porty.net.epoll;

import org.jspecify.annotations.NullMarked;
