package org.marac.gateway.model;

/** What is around a mail, or a part of one, by the content type of its CMS alone (RFC 5652) and whatever a header calls it? */
public enum MailLayer {
    /** SignedData. */
    SIGNED,
    /** EnvelopedData, or AuthEnvelopedData. */
    ENCRYPTED,
    /** No CMS, or of a kind that mail of today does not use, for example compressed. */
    OTHER
}
