package org.marac.gateway.kit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;

/** Invented people, and bare referrals about them. */
public final class People {
    private static final int DAYS = 12_000;

    private People() {}

    /** Someone with a name and a date of birth. */
    public static Person named(String given, String family, String born) {
        return person(
                Optional.of(new Person.Name(Optional.of(family), List.of(given), Optional.empty())),
                born,
                Optional.empty());
    }

    /** Someone with a name, a date of birth and an NHS number. */
    public static Person withNhsNumber(String given, String family, String born, String nhsNumber) {
        return person(
                Optional.of(new Person.Name(Optional.of(family), List.of(given), Optional.empty())),
                born,
                Optional.of(nhsNumber));
    }

    /** Someone of whom nothing is known. */
    public static Person unknown() {
        return person(Optional.empty(), "", Optional.empty());
    }

    /** Someone no other test knows. */
    public static Person someone() {
        return named("Given" + UUID.randomUUID(), "Family" + UUID.randomUUID(), birthDate());
    }

    /** A day of birth that hardly anybody else has. */
    static String birthDate() {
        return LocalDate.EPOCH
                .plusDays(ThreadLocalRandom.current().nextInt(DAYS))
                .toString();
    }

    /** A referral that says no more than whom it is about. */
    public static Referral referral(String sender, String id, Person victim, Person... allegedPerpetrators) {
        return referral(sender, id, Optional.empty(), victim, allegedPerpetrators);
    }

    /** The same referral with these labels and this marking, for this purpose. */
    public static Referral marked(Referral referral, List<Label> labels, String marking, Purpose purpose) {
        Header header = referral.header();
        return new Referral(
                new Header(
                        header.id(),
                        header.sender(),
                        header.created(),
                        purpose,
                        header.correlation(),
                        header.inReplyTo(),
                        header.emergency(),
                        labels,
                        Optional.of(marking),
                        header.justification(),
                        header.informants(),
                        header.attachments()),
                referral.referrer(),
                referral.victim(),
                referral.safeContact(),
                referral.allegedPerpetrators(),
                referral.children(),
                referral.riskAssessment(),
                referral.criteria(),
                referral.rationale(),
                referral.escalation(),
                referral.repeat(),
                referral.consent(),
                referral.talk(),
                referral.exclusions(),
                referral.narrative());
    }

    /** A referral in a conversation of the sender. */
    public static Referral referral(
            String sender, String id, Optional<String> conversation, Person victim, Person... allegedPerpetrators) {
        return new Referral(
                new Header(
                        new MessageId(id),
                        new AgencyId(sender),
                        Instant.parse("2026-11-21T20:00:00Z"),
                        Purpose.REFERRAL,
                        conversation.map(MessageId::new),
                        Optional.empty(),
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                new Referral.Referrer(
                        "Alex Morgan", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                victim,
                Optional.empty(),
                List.of(allegedPerpetrators).stream()
                        .map(p -> new Referral.AllegedPerpetrator(p, Optional.empty(), Optional.empty()))
                        .toList(),
                List.of(),
                Optional.empty(),
                Set.of(Referral.Criterion.VISIBLE_HIGH_RISK),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Consent(Consent.State.GIVEN, Answer.YES, Optional.empty()),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static Person person(Optional<Person.Name> name, String born, Optional<String> nhsNumber) {
        return Person.known(name, Optional.of(born).filter(b -> !b.isEmpty()).map(LocalDate::parse), nhsNumber);
    }
}
