/** The gateway through which the agencies of a MARAC share information under the protocol they have signed. */
@NullMarked
package org.marac.gateway;

import org.jspecify.annotations.NullMarked;
