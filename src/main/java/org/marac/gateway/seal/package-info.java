/** Is it theirs, is it for us, and can we close it for them? */
@NullMarked
package org.marac.gateway.seal;

import org.jspecify.annotations.NullMarked;
