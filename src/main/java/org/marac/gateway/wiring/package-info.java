/** Puts the parts together: typed, validated settings and the only Spring configuration. */
@NullMarked
package org.marac.gateway.wiring;

import org.jspecify.annotations.NullMarked;
