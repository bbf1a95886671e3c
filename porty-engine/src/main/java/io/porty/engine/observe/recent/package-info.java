/**
 * What has just happened: the last exchanges and connections, the failed and the slow ones, kept
 * for those who look. Fed by the traffic log's thread.
 */
@NullMarked
package io.porty.engine.observe.recent;

import org.jspecify.annotations.NullMarked;
