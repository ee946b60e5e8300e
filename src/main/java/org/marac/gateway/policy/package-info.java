/** May this go to them, for this purpose? Decided from values alone, without clock or input and output. */
@NullMarked
package org.marac.gateway.policy;

import org.jspecify.annotations.NullMarked;
