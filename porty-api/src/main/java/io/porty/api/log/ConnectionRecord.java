package io.porty.api.log;

import io.porty.api.Failure;
import io.porty.api.Target;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A relayed connection, when it begins and again when it ends.
 *
 * @param id the same in both records, unique in this process
 * @param route the route's name
 * @param startMillis when it was accepted, Unix time
 * @param client the peer
 * @param target where it goes; null if no decision was made
 * @param note the router's word for why, empty if no decision was made
 * @param durationNanos from accept to the end of both directions; 0 while it is open
 * @param bytesToUpstream bytes from the client
 * @param bytesToClient bytes from the backend
 * @param failure why it ended, if not by an ordinary close
 * @since 0.1
 */
public record ConnectionRecord(
    long id,
    String route,
    long startMillis,
    SocketAddress client,
    @Nullable Target target,
    String note,
    long durationNanos,
    long bytesToUpstream,
    long bytesToClient,
    @Nullable Failure failure) {}
