package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Role;
import org.marac.gateway.storage.Transactions;

/** Hazards H2, H10, H12, H16 and H18, scenarios 10 and 13: what the record knows of a case beyond one message. */
class RecallTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Material SAFE = new Material(DataCategory.ADDRESS_SAFE, Role.VICTIM);

    private final Transactions transactions = Databases.shared().transactions();
    private final CaseRecord record = SharedRecord.open();

    private final Someone anna = Someone.named("Anna");
    private final Someone ben = Someone.named("Ben");

    @Test
    void nothingIsRecalledOfPeopleNobodyKnows() {
        assertThat(recall(Told.by("wenbury-police", anna, ben).referral())).isEqualTo(Recalled.nothing());
    }

    @Test
    void h2_theSafeAddressOfAnEarlierMessageIsRecalledForALaterOneOfAnotherAgency() {
        file(Told.by("haven-idva", hiding(anna), ben).referral());
        Recalled recalled = recall(Told.by("wenbury-police", anna, ben).information());
        assertThat(own(recalled)).contains(new Guarded(SAFE, Guarded.Kind.POSTCODE, "WB9 9ZZ"));
        assertThat(recalled.linked()).isEmpty();
    }

    @Test
    void whoseClientSomeoneIsIsRememberedWithTheCase() {
        file(Told.by("wenbury-substance-misuse", anna, ben.onTheBooks("wenbury-substance-misuse", Person.Book.CLIENT))
                .referral());
        assertThat(recall(Told.by("wenbury-police", anna, ben).information()).own())
                .flatExtracting(Memory::people)
                .flatExtracting(Memory.Acquaintance::knownTo)
                .contains(new Person.Knowing(new AgencyId("wenbury-substance-misuse"), Person.Book.CLIENT));
    }

    @Test
    void h12_theVictimsOtherCaseIsHersToo() {
        file(Told.by("haven-idva", hiding(anna), ben).referral());
        Recalled recalled = recall(
                Told.by("wenbury-police", anna, Someone.named("Bens-brother")).referral());
        assertThat(own(recalled)).contains(new Guarded(SAFE, Guarded.Kind.POSTCODE, "WB9 9ZZ"));
        assertThat(recalled.own().get(0).people())
                .filteredOn(Memory.Acquaintance::excluded)
                .hasSize(1);
    }

    @Test
    void h10_theMirroredCaseIsLinkedAndNotTheCasesOwn() {
        file(Told.by("haven-idva", hiding(anna), ben).referral());
        Recalled recalled = recall(Told.by("wenbury-police", ben, anna).referral());
        assertThat(recalled.own()).isEmpty();
        assertThat(recalled.linked())
                .flatExtracting(Memory::guarded)
                .contains(new Guarded(SAFE, Guarded.Kind.POSTCODE, "WB9 9ZZ"));
    }

    @Test
    void anotherVictimOfTheSamePerpetratorIsLinkedAndNotTheCasesOwn() {
        file(Told.by("haven-idva", hiding(anna), ben).referral());
        Recalled recalled =
                recall(Told.by("wenbury-police", Someone.named("Cara"), ben).referral());
        assertThat(recalled.own()).isEmpty();
        assertThat(recalled.linked()).hasSize(1);
    }

    @Test
    void whatWasDisposedOfIsNotRecalled() {
        String caseRef =
                file(Told.by("haven-idva", hiding(anna), ben).referral()).caseRef();
        transactions.write(c -> record.dispose(c, caseRef, NOW));
        assertThat(recall(Told.by("wenbury-police", anna, ben).referral())).isEqualTo(Recalled.nothing());
    }

    @Test
    void whatIsRememberedLiesEncrypted() {
        String number = "07700900123";
        file(Told.by("haven-idva", anna.telephone(number), ben.workingFor("Canary Works"))
                .excluding("Canary Excluded")
                .referral());
        List<String> stored = transactions.read(c -> {
            try (var statement = c.createStatement();
                    var row = statement.executeQuery(
                            "select string_agg(encode(memory, 'escape'), '') from message where memory is not null")) {
                row.next();
                return List.of(row.getString(1));
            }
        });
        assertThat(stored.get(0)).isNotEmpty().doesNotContain("Canary").doesNotContain(number);
    }

    @Test
    void scenario10_bothPartiesReferredInOneWeekAreTwoCasesAndTheCoordinatorIsToldOnce() {
        CaseRecord.Entered first = file(Told.by("haven-idva", anna, ben).referral());
        CaseRecord.Entered second = file(Told.by("wenbury-police", ben, anna).referral());
        CaseRecord.Entered third = file(Told.by("wenbury-gp", ben, anna).referral());

        assertThat(second.caseRef()).isNotEqualTo(first.caseRef()).isEqualTo(third.caseRef());
        assertThat(first.notices()).isEmpty();
        assertThat(third.notices()).isEmpty();
        assertThat(second.notices()).hasSize(1);
        Notice notice = second.notices().get(0);
        assertThat(notice.code()).isEqualTo(Notice.Code.COUNTER_ALLEGATION);
        assertThat(List.of(notice.caseRef(), notice.about()))
                .containsExactlyInAnyOrder(first.caseRef(), second.caseRef());
        assertThat(notices()).contains(notice);
    }

    @Test
    void aRepeatOfTheSamePairIsNoCounterAllegation() {
        file(Told.by("haven-idva", anna, ben).referral());
        assertThat(file(Told.by("wenbury-police", anna, ben).referral()).notices())
                .isEmpty();
    }

    @Test
    void scenario13_h18_aChildLeftOutIsNotedForTheCoordinator() {
        Someone kit = Someone.named("Kit");
        Someone robin = Someone.named("Robin");
        file(Told.by("wenbury-childrens-services", anna, ben)
                .child(kit.child())
                .child(robin.child())
                .referral());
        CaseRecord.Entered told =
                file(Told.by("wenbury-police", anna, ben).child(kit.child()).information());
        assertThat(told.notices())
                .extracting(Notice::code, Notice::caseRef)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Notice.Code.CHILD_OMITTED, told.caseRef()));
        assertThat(notices()).containsAll(told.notices());
    }

    @Test
    void h18_twinsAreTwoChildren() {
        Someone kit = Someone.named("Kit");
        String surname = kit.person().name().flatMap(n -> n.family()).orElseThrow();
        Someone robin = Someone.named("Robin", surname);
        file(Told.by("wenbury-childrens-services", anna, ben)
                .child(kit.child())
                .child(robin.child())
                .referral());
        assertThat(file(Told.by("wenbury-police", anna, ben).child(kit.child()).referral())
                        .notices())
                .hasSize(1);
    }

    @Test
    void whoNamesEveryChildOrSpeaksOfNoneLeavesNoneOut() {
        Someone kit = Someone.named("Kit");
        file(Told.by("wenbury-childrens-services", anna, ben).child(kit.child()).referral());
        assertThat(file(Told.by("wenbury-police", anna, ben).child(kit.child()).referral())
                        .notices())
                .isEmpty();
        assertThat(file(Told.by("wenbury-gp", anna, ben)
                                .item(DataCategory.HEALTH, Role.VICTIM, "seen twice")
                                .information())
                        .notices())
                .isEmpty();
        assertThat(file(Told.by("wenbury-gp", anna, ben)
                                .item(DataCategory.HEALTH, Role.CHILD, "the child was seen")
                                .information())
                        .notices())
                .hasSize(1);
    }

    private static Someone hiding(Someone who) {
        return who.hidingAt("WB9 9ZZ", "Rose Cottage", "Wenbury");
    }

    private static List<Guarded> own(Recalled recalled) {
        return recalled.own().stream().flatMap(m -> m.guarded().stream()).toList();
    }

    private Recalled recall(Message message) {
        return transactions.read(c -> record.recall(c, message));
    }

    private List<Notice> notices() {
        return transactions.read(c -> record.notices().unseen(c)).stream()
                .map(Notice.Raised::notice)
                .toList();
    }

    private CaseRecord.Entered file(Message message) {
        return SharedRecord.file(record, message, NOW);
    }
}
