/**
 * What belongs to a listening address and to its event loops before a request is known: its client
 * connections, their clock, and who gives way when others wait.
 */
@NullMarked
package io.porty.mode.http.listener;

import org.jspecify.annotations.NullMarked;
