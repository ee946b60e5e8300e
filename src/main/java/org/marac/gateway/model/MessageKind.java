package org.marac.gateway.model;

/** What kind of thing does an agency say? */
public enum MessageKind {
    REFERRAL,
    INFORMATION
}
