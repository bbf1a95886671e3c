/** Dialling: resolves a target, checks its addresses against the policy, connects, and retries. */
@NullMarked
package io.porty.net.dial;

import org.jspecify.annotations.NullMarked;
