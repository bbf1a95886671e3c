/**
 * Listening sockets that go from one process to the next: to a successor, so that a restart refuses
 * nobody, or from systemd. Only with epoll, whose channels can be made from a descriptor.
 */
@NullMarked
package io.porty.engine.handoff;

import org.jspecify.annotations.NullMarked;
