package org.marac.gateway.model;

import java.util.Optional;

/**
 * How the victim may be reached. Unknown is unsafe.
 *
 * @param method telephone, text, e-mail, through another person …
 * @param value the number or address
 * @param safeToCall whether a call is safe
 * @param safeToText whether a text is safe
 * @param safeToLeaveMessage whether a message may be left
 * @param times when, in words
 * @param via through whom, if not directly
 */
public record SafeContact(
        String method,
        Optional<String> value,
        Answer safeToCall,
        Answer safeToText,
        Answer safeToLeaveMessage,
        Optional<String> times,
        Optional<Referral.Contact> via) {}
