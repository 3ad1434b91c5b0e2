import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entente.foundation.files import actions, policy, queries
from entente.foundation.files.models import Document
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(content=b"The text.", name="text.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def attach(by, **given):
    usual = {"subject": "partners.partner:mx", "marking": "unclassified", "title_en": "Text", "title_fr": "Texte"}
    given = usual | given
    return actions.attach(by=by, upload=given.pop("upload", upload()), **given)


def test_a_document_keeps_every_version(desk_officer):
    document = attach(desk_officer)

    actions.add(document, by=desk_officer, upload=upload(b"The newer text."))

    assert [one.number for one in document.versions.order_by("number")] == [1, 2]
    assert {queries.place_of(one.sha256).read_bytes() for one in document.versions.all()} == {
        b"The text.",
        b"The newer text.",
    }


def test_the_same_content_is_stored_once(desk_officer, folder):
    attach(desk_officer)
    attach(desk_officer, subject="partners.partner:us")

    assert sum(1 for path in folder.rglob("*") if path.is_file()) == 1


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"x" * (actions.MOST + 1), "large")])
def test_an_empty_or_too_large_file_is_refused(desk_officer, content, code):
    with pytest.raises(ValidationError) as refusal:
        attach(desk_officer, upload=upload(content))

    assert refusal.value.error_dict["upload"][0].code == code


@pytest.mark.parametrize(
    ("role", "may"),
    [(role, role not in (Role.READER, Role.AUDITOR, Role.ADMINISTRATOR)) for role in Role],
)
def test_who_may_attach(open_account, role, may):
    person = open_account(role)
    if may:
        attach(person)
    else:
        with pytest.raises(PermissionDenied):
            attach(person)


def test_nobody_attaches_above_the_own_clearance(open_account):
    person = open_account(Role.DESK_OFFICER, clearance="protected_a")

    with pytest.raises(PermissionDenied):
        attach(person, marking="protected_b")


def test_asking_of_many_agrees_with_asking_of_one(open_account, executive):
    documents = [attach(executive, marking=marking) for marking in ("unclassified", "protected_a", "protected_b")]

    for clearance in ("unclassified", "protected_a", "protected_b"):
        person = open_account(Role.READER, clearance=clearance, username=clearance)
        one_by_one = {one.pk for one in documents if policy.FILES.allows(person, "view", one)}
        assert set(policy.visible_to(person).values_list("pk", flat=True)) == one_by_one


def test_reading_protected_b_is_noted_and_other_readings_are_not(client, executive):
    client.force_login(executive)
    for marking in ("unclassified", "protected_b"):
        version = attach(executive, marking=marking).versions.get()
        b"".join(client.get(reverse("files:download", args=[version.pk])).streaming_content)

    assert Entry.objects.filter(verb="read").count() == 1


def test_a_download_is_a_file_to_keep(client, desk_officer):
    client.force_login(desk_officer)
    version = attach(desk_officer, upload=upload(b"<script>", "page.html")).versions.get()

    answer = client.get(reverse("files:download", args=[version.pk]))

    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_withdrawn_document_is_off_the_record_and_out_of_reach(client, desk_officer):
    document = attach(desk_officer)
    with pytest.raises(ValidationError):
        actions.withdraw(document, by=desk_officer, reason=" ")

    actions.withdraw(document, by=desk_officer, reason="Wrong text.")

    client.force_login(desk_officer)
    assert not queries.attached_to("partners.partner:mx", person=desk_officer).exists()
    assert client.get(reverse("files:download", args=[document.versions.get().pk])).status_code == 404
    assert Document.objects.exists()


def test_a_document_goes_only_where_a_dossier_offered_it(client, desk_officer):
    client.force_login(desk_officer)

    assert client.get(reverse("files:attach"), {"to": "partners.partner:mx"}).status_code == 404


def test_attaching_through_the_page(client, desk_officer):
    from django.core import signing

    client.force_login(desk_officer)
    to = signing.dumps("partners.partner:mx", salt=queries.SALT)
    sent = {"title_en": "Text", "title_fr": "", "marking": "unclassified", "upload": upload()}

    answer = client.post(f"{reverse('files:attach')}?to={to}", sent)

    assert answer.status_code == 302
    assert Document.objects.get().subject == "partners.partner:mx"
