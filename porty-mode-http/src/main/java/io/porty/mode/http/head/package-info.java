/** Message heads: strict parsing into spans, interpretation, and writing. */
@NullMarked
package io.porty.mode.http.head;

import org.jspecify.annotations.NullMarked;
