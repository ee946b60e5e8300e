/** What may this recipient see of it? */
@NullMarked
package org.marac.gateway.disclosure;

import org.jspecify.annotations.NullMarked;
