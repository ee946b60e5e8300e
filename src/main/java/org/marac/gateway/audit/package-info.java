/** What happened, in what order, and provably so. */
@NullMarked
package org.marac.gateway.audit;

import org.jspecify.annotations.NullMarked;
