package org.marac.gateway.kit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.RiskAssessment;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.SafeContact;

/** What an agency tells: a referral or information, with whatever a test is about. */
public final class Told {
    private final String sender;
    private final Someone victim;
    private final List<Person> perpetrators = new ArrayList<>();
    private final List<Referral.Child> children = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();
    private final List<Information.Item> items = new ArrayList<>();
    private Optional<SafeContact> safeContact = Optional.empty();
    private Optional<Referral.Talk> talk = Optional.empty();
    private Optional<String> narrative = Optional.empty();
    private Optional<RiskAssessment> assessment = Optional.empty();
    private Purpose purpose = Purpose.REFERRAL;
    private final List<Informant> informants = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();

    private Told(String sender, Someone victim) {
        this.sender = sender;
        this.victim = victim;
    }

    public static Told by(String sender, Someone victim, Someone... perpetrators) {
        Told told = new Told(sender, victim);
        List.of(perpetrators).forEach(p -> told.perpetrators.add(p.person()));
        return told;
    }

    public Told child(Referral.Child child) {
        children.add(child);
        return this;
    }

    public Told excluding(Exclusion exclusion) {
        exclusions.add(exclusion);
        return this;
    }

    public Told excluding(String name) {
        return excluding(new Exclusion(name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    public Told reachedAt(SafeContact contact) {
        safeContact = Optional.of(contact);
        return this;
    }

    /** Who told, and must never be found out. */
    public Told toldBy(String name, Informant.Capacity capacity, String telephone) {
        informants.add(new Informant(name, capacity, Optional.of(telephone), Optional.empty()));
        return this;
    }

    /** With a document of free text. */
    public Told attached(Attachment.Type type, byte[] document) {
        attachments.add(new Attachment(
                DataCategory.NARRATIVE, Role.VICTIM, type, Base64.getEncoder().encodeToString(document)));
        return this;
    }

    public Told talk(Referral.Talk who) {
        talk = Optional.of(who);
        return this;
    }

    public Told saying(String words) {
        narrative = Optional.of(words);
        return this;
    }

    public Told item(DataCategory category, Role about, String text) {
        items.add(new Information.Item(
                category,
                Information.Assertion.FACT,
                about,
                Optional.empty(),
                Optional.empty(),
                text,
                Optional.empty(),
                List.of(),
                Optional.empty()));
        return this;
    }

    public Told purpose(Purpose why) {
        purpose = why;
        return this;
    }

    /** With a SafeLives DASH of so many yeses, on which another score may be written. */
    public Told scoring(int yes, int declared) {
        List<RiskAssessment.Item> answers = IntStream.range(0, yes)
                .mapToObj(i -> new RiskAssessment.Item("q" + i, Answer.YES, Optional.empty(), Optional.empty()))
                .toList();
        assessment = Optional.of(new RiskAssessment(
                "SAFELIVES-DASH",
                "2014",
                Optional.empty(),
                Optional.empty(),
                answers,
                Optional.of(declared),
                Optional.empty()));
        return this;
    }

    public Referral referral() {
        Referral bare =
                People.referral(sender, "m-" + UUID.randomUUID(), victim.person(), perpetrators.toArray(Person[]::new));
        return new Referral(
                new Header(
                        bare.header().id(),
                        bare.header().sender(),
                        bare.header().created(),
                        bare.header().purpose(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        informants,
                        attachments),
                bare.referrer(),
                bare.victim(),
                safeContact,
                bare.allegedPerpetrators(),
                children,
                assessment.or(bare::riskAssessment),
                bare.criteria(),
                bare.rationale(),
                bare.escalation(),
                bare.repeat(),
                bare.consent(),
                talk,
                exclusions,
                narrative.map(words -> new Referral.Narrative(
                        Optional.of(words), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
    }

    public Information information() {
        Referral bare =
                People.referral(sender, "m-" + UUID.randomUUID(), victim.person(), perpetrators.toArray(Person[]::new));
        return new Information(
                new Header(
                        bare.header().id(),
                        bare.header().sender(),
                        bare.header().created(),
                        purpose == Purpose.REFERRAL ? Purpose.RESEARCH : purpose,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        informants,
                        attachments),
                bare.victim(),
                perpetrators,
                children,
                exclusions,
                items);
    }
}
