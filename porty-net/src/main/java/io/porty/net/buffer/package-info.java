/** The allocator of connections, and the small buffers that each event loop keeps for reuse. */
@NullMarked
package io.porty.net.buffer;

import org.jspecify.annotations.NullMarked;
