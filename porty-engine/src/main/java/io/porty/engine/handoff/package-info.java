/**
 * Hot restart and socket activation: listening sockets are passed to a successor process, so that a
 * restart refuses no connection, or received from systemd. Requires epoll, whose channels can be
 * created from a file descriptor.
 */
@NullMarked
package io.porty.engine.handoff;

import org.jspecify.annotations.NullMarked;
