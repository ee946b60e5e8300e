/** Is this the same person? */
@NullMarked
package org.marac.gateway.matching;

import org.jspecify.annotations.NullMarked;
