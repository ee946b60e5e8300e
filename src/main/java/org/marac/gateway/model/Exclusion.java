package org.marac.gateway.model;

import java.util.Optional;

/**
 * Someone who must never learn of a case, whoever may: an entry of the exclusion register. The alleged perpetrators need
 * none; they are excluded always.
 *
 * @param name who
 * @param relationship to the victim or the alleged perpetrator, for example brother of the alleged perpetrator
 * @param agency for whom they work
 * @param staffId the number they have there
 * @param reason why, in words
 */
public record Exclusion(
        String name,
        Optional<String> relationship,
        Optional<String> agency,
        Optional<String> staffId,
        Optional<String> reason) {}
