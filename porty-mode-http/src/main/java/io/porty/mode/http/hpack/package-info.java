/**
 * HPACK (RFC 7541): decodes and encodes header blocks on byte arrays, without objects for fields.
 * Knows nothing of frames, requests or connections.
 */
@NullMarked
package io.porty.mode.http.hpack;

import org.jspecify.annotations.NullMarked;
