/** Access logs: immutable records, passed to logs off the event loops. */
@NullMarked
package io.porty.api.log;

import org.jspecify.annotations.NullMarked;
