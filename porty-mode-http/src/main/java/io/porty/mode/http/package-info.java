/** HTTP mode: what it offers, and what it keeps for each route and event loop. */
@NullMarked
package io.porty.mode.http;

import org.jspecify.annotations.NullMarked;
