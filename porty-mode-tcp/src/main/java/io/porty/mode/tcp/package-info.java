/** TCP forwarding: ask the router once for each connection, dial, relay, record. */
@NullMarked
package io.porty.mode.tcp;

import org.jspecify.annotations.NullMarked;
