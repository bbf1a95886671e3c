/**
 * The TCP sockets of Linux: Netty channels of our own over Netty's native calls, and when the
 * kernel is told what they wait for. See docs/decisions/021.
 */
@NullMarked
package io.porty.net.epoll;

import org.jspecify.annotations.NullMarked;
