/** Is this the person, and in what office do they act? */
@NullMarked
package org.marac.gateway.account;

import org.jspecify.annotations.NullMarked;
