/** Which addresses a client may choose as its backend. */
@NullMarked
package io.porty.net.policy;

import org.jspecify.annotations.NullMarked;
