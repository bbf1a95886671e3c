/** What gRPC asks of a proxy beyond HTTP/2: its status codes, deadlines and message boundaries. */
@NullMarked
package io.porty.mode.http.grpc;

import org.jspecify.annotations.NullMarked;
