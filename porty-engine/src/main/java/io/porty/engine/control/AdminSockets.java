package io.porty.engine.control;

import io.porty.net.listener.InheritedSockets;
import io.porty.net.policy.OwnAddresses;

/**
 * Where the admin endpoint's listening socket comes from, and where it is registered.
 *
 * @param inherited sockets of a former process or of systemd
 * @param own addresses that no client may choose as its target
 */
public record AdminSockets(InheritedSockets inherited, OwnAddresses own) {}
