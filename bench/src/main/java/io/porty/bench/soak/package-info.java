/** Mixed good, bad and aborted traffic for minutes: does anything grow? */
@NullMarked
package io.porty.bench.soak;

import org.jspecify.annotations.NullMarked;
