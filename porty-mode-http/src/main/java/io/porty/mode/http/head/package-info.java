/**
 * Message heads: from bytes to spans under a strict grammar, and back to bytes. The first stop of a
 * request and of a response.
 */
@NullMarked
package io.porty.mode.http.head;

import org.jspecify.annotations.NullMarked;
