/** TCP forwarding: each connection is routed once, dialled, relayed and recorded. */
@NullMarked
package io.porty.mode.tcp;

import org.jspecify.annotations.NullMarked;
