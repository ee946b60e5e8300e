/** What does a message cost? Run with {@code mvn -Pbenchmark verify}. */
@NullMarked
package org.marac.gateway.benchmark;

import org.jspecify.annotations.NullMarked;
