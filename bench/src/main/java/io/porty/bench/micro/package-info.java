/** What a single step of the data path costs, by JMH. */
@NullMarked
package io.porty.bench.micro;

import org.jspecify.annotations.NullMarked;
