<?xml version="1.0" encoding="UTF-8"?>
<!--
  A court's results to the canonical message. They name the defendant and never the victim, so they become information about
  the alleged perpetrator, and the coordinator finds the case. More than one defendant is refused: an item says about whom it
  is only by role, and one defendant's offence must never be read as another's.
-->
<xsl:stylesheet version="3.0" expand-text="yes"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:map="http://www.w3.org/2005/xpath-functions/map"
                xmlns:array="http://www.w3.org/2005/xpath-functions/array"
                xmlns:DC="http://www.dca.gov.uk/xmlschemas/libra"
                xmlns:cjs="http://schemas.cjse.gov.uk/common/operations"
                xmlns:mm="http://schemas.cjse.gov.uk/messages/metadata/2006-05"
                xmlns:msg="http://schemas.cjse.gov.uk/messages/messaging/2006-05"
                xmlns:f="urn:functions"
                exclude-result-prefixes="#all">

  <xsl:param name="sender" as="xs:string" required="yes"/>
  <xsl:param name="sha256" as="xs:string" required="yes"/>
  <xsl:param name="wrapper" as="document-node()?" select="()"/>

  <!-- Values come padded with white space and line ends. -->
  <xsl:function name="f:text" as="xs:string?">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="normalize-space($node)[. ne '']"/>
  </xsl:function>

  <!-- A map without the entries that have no value. -->
  <xsl:function name="f:some" as="map(*)">
    <xsl:param name="all" as="map(*)"/>
    <xsl:sequence select="map:merge(for $key in map:keys($all)[exists($all(.))] return map:entry($key, $all($key)))"/>
  </xsl:function>

  <xsl:template match="/" as="map(*)">
    <xsl:variable name="defendants" select="DC:ResultedCaseMessage/DC:Session/DC:Case/DC:Defendant"/>
    <xsl:choose>
      <xsl:when test="count($defendants) ne 1">
        <xsl:sequence select="map{'unsupported': if (empty($defendants)) then 'no-defendant' else 'several-defendants'}"/>
      </xsl:when>
      <xsl:when test="empty($defendants/DC:CourtIndividualDefendant/DC:PersonDefendant)">
        <xsl:sequence select="map{'unsupported': 'defendant-is-no-person'}"/>
      </xsl:when>
      <xsl:when test="empty($defendants/DC:Offence)">
        <xsl:sequence select="map{'unsupported': 'no-offences'}"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$defendants"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="DC:Defendant" as="map(*)">
    <xsl:variable name="hearing" select="../../DC:CourtHearing/DC:Hearing"/>
    <xsl:sequence select="map{
        'kind': 'INFORMATION',
        'version': 1,
        'header': map{'id': f:id(), 'sender': $sender, 'created': f:created($hearing), 'purpose': 'RESEARCH'},
        'victim': map{},
        'allegedPerpetrators': [f:person(DC:CourtIndividualDefendant)],
        'items': array{f:bail(., $hearing), DC:Offence ! f:offence(., $hearing)}
      }"/>
  </xsl:template>

  <!-- The exchange's own id of the message where there is one, else one made of its bytes: the same on every retry. -->
  <xsl:function name="f:id" as="xs:string">
    <xsl:variable name="given"
                  select="f:text(($wrapper/*/msg:MessageIdentifier, $wrapper/*/cjs:RequestFromSystem/cjs:CorrelationID)[1])"/>
    <xsl:sequence select="if (matches($given, '^[A-Za-z0-9][A-Za-z0-9._:\-]{0,127}$')) then $given
                          else 'cjs-' || substring($sha256, 1, 32)"/>
  </xsl:function>

  <xsl:function name="f:created" as="xs:string">
    <xsl:param name="hearing" as="element()?"/>
    <xsl:variable name="stream" select="$wrapper/*/cjs:DataStream"/>
    <xsl:variable name="given" select="(
        f:text($wrapper/*/mm:MessageMetadata/mm:CreationDateTime),
        string-join((f:text($stream/cjs:Dated), f:text($stream/cjs:Timed)), 'T'),
        string-join((f:text($hearing/DC:DateOfHearing), f:text($hearing/DC:TimeOfHearing)), 'T'))
        [. castable as xs:dateTime][1]"/>
    <!-- A court's clock is London's; a document without a zone is dated at the earlier of the two it can mean. -->
    <xsl:sequence select="if (empty($given)) then '' else
        if (matches($given, '(Z|[+\-][0-9:]{5})$')) then $given else $given || '+01:00'"/>
  </xsl:function>

  <xsl:function name="f:person" as="map(*)">
    <xsl:param name="defendant" as="element()"/>
    <xsl:variable name="details" select="$defendant/DC:PersonDefendant/DC:BasePersonDetails"/>
    <xsl:variable name="name" select="$details/DC:PersonName"/>
    <xsl:variable name="given" select="$name/(DC:PersonGivenName1, DC:PersonGivenName2, DC:PersonGivenName3) ! f:text(.)"/>
    <xsl:variable name="lines" select="$defendant/DC:Address/*/*[starts-with(local-name(), 'AddressLine')] ! f:text(.)"/>
    <xsl:variable name="address" select="f:some(map{
        'lines': if (exists($lines)) then array{$lines} else (),
        'postcode': f:text($defendant/DC:Address/*/DC:Postcode)})"/>
    <xsl:sequence select="f:some(map{
        'name': f:some(map{
            'family': f:text($name/DC:PersonFamilyName),
            'given': if (exists($given)) then array{$given} else (),
            'title': f:text($name/DC:PersonTitle)}),
        'birthDate': f:text($details/DC:Birthdate)[. castable as xs:date],
        'gender': map{'1': 'male', '2': 'female'}(f:text($details/DC:Gender)),
        'address': $address[map:size(.) gt 0]})"/>
  </xsl:function>

  <xsl:function name="f:item" as="map(*)">
    <xsl:param name="assertion" as="xs:string"/>
    <xsl:param name="asOf" as="xs:string?"/>
    <xsl:param name="court" as="xs:string?"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="f:some(map{
        'category': 'CRIMINAL_OFFENCE',
        'assertion': $assertion,
        'subject': 'ALLEGED_PERPETRATOR',
        'asOf': $asOf[. castable as xs:date],
        'source': 'Court results, court ' || ($court, 'not named')[1],
        'text': $text})"/>
  </xsl:function>

  <xsl:function name="f:bail" as="map(*)?">
    <xsl:param name="defendant" as="element()"/>
    <xsl:param name="hearing" as="element()?"/>
    <xsl:variable name="status" select="f:text($defendant/DC:CourtIndividualDefendant/DC:BailStatus)"/>
    <xsl:variable name="why" select="f:text($defendant/DC:CourtIndividualDefendant/DC:ReasonForBailConditionsOrCustody)"/>
    <xsl:variable name="conditions" select="$defendant/DC:CourtIndividualDefendant/DC:BailConditions ! f:text(.)"/>
    <xsl:if test="exists($status)">
      <xsl:sequence select="f:item('FACT', f:text($hearing/DC:DateOfHearing), f:text($hearing/DC:CourtHearingLocation),
          string-join((
            'Bail status ' || $status || (' (' || map{'U': 'unconditional bail', 'C': 'conditional bail', 'B': 'bail',
              'A': 'not applicable', 'R': 'remanded in custody'}($status) || ')')[. ne ' ()'],
            $conditions ! ('conditions: ' || .),
            $why ! ('reason: ' || .)), '; '))"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:offence" as="map(*)+">
    <xsl:param name="offence" as="element()"/>
    <xsl:param name="hearing" as="element()?"/>
    <xsl:variable name="base" select="$offence/DC:BaseOffenceDetails"/>
    <xsl:variable name="convicted" select="f:text($offence/DC:ConvictionDate)"/>
    <xsl:variable name="court" select="f:text($hearing/DC:CourtHearingLocation)"/>
    <xsl:variable name="what" select="string-join((f:text($base/DC:OffenceCode), f:text($base/DC:OffenceWording)), ' ')"/>
    <xsl:variable name="guilty" select="f:text($offence/DC:Finding) = 'G' or exists($convicted)"/>
    <xsl:sequence select="
        f:item(if ($guilty) then 'FACT' else 'ALLEGATION',
          ($convicted, f:text($base/DC:OffenceTiming/DC:OffenceStart/DC:OffenceDateStartDate))[1], $court,
          string-join((
            (if ($guilty) then 'Convicted: ' else 'Charged: ') || $what,
            f:text($base/DC:OffenceTiming/DC:OffenceStart/DC:OffenceDateStartDate) ! ('on or from ' || .),
            f:text($base/DC:LocationOfOffence) ! ('at ' || .)), ', ')),
        $offence/DC:Result[f:text(DC:ResultText)] ! f:item('FACT', f:text($hearing/DC:DateOfHearing), $court,
          'Result for ' || f:text($base/DC:OffenceCode) || ': ' || f:text(DC:ResultText))"/>
  </xsl:function>
</xsl:stylesheet>
