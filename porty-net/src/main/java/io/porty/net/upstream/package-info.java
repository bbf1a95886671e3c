/** The table of endpoints with their dial state, shared by all routes and event loops. */
@NullMarked
package io.porty.net.upstream;

import org.jspecify.annotations.NullMarked;
