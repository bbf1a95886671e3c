/**
 * Porty's log messages: written off the event loops, rate-limited, with untrusted text escaped.
 * Depends on no other package of Porty.
 */
@NullMarked
package io.porty.net.diagnostics;

import org.jspecify.annotations.NullMarked;
