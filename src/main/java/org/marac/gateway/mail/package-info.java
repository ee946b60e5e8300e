/** Secure mail: the mailbox agencies write to, what of its mails is theirs, and the mail they get. */
@NullMarked
package org.marac.gateway.mail;

import org.jspecify.annotations.NullMarked;
