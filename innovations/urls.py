"""Addresses of the front page, the catalogue of innovations and the list of agencies."""

from django.urls import path

from .views import (
    adaptations,
    agencies,
    checks,
    documents,
    front,
    innovation_parts,
    innovations,
    judging,
    lessons,
    outcomes,
    questions,
    suitability,
)

urlpatterns = [
    path("", front.front, name="front"),
    path("inovasi/baru/", innovations.innovation_create, name="innovation_create"),
    path("inovasi/<int:pk>/ubah/", innovations.innovation_edit, name="innovation_edit"),
    path("inovasi/<int:pk>/riwayat/", innovations.history, name="innovation_history"),
    path("inovasi/<int:pk>/unsur/", innovation_parts.element_list, name="element_list"),
    *[
        path(address, view, {"kind": kind}, name=f"{name}_{verb}")
        for kind, name in (("unsur", "element"), ("sumber", "source"), ("narahubung", "contact"))
        for verb, address, view in (
            ("create", f"inovasi/<int:pk>/{kind}/baru/", innovation_parts.create),
            ("edit", f"{kind}/<int:pk>/ubah/", innovation_parts.edit),
            ("delete", f"{kind}/<int:pk>/hapus/", innovation_parts.delete),
        )
    ],
    path("unsur/<int:pk>/pindah/", innovation_parts.element_move, name="element_move"),
    path("naskah/<int:pk>/", documents.document, name="document"),
    path("naskah/<int:pk>/hapus/", documents.remove, name="document_remove"),
    path("naskah/<slug:kind>/<int:pk>/tambah/", documents.add, name="document_add"),
    path("replikasi/<int:pk>/adaptasi/ajukan/", adaptations.propose, name="adaptation_propose"),
    path(
        "replikasi/<int:pk>/adaptasi/<int:element_pk>/ubah/",
        adaptations.edit,
        name="adaptation_edit",
    ),
    path(
        "replikasi/<int:pk>/adaptasi/sepakati-semua/",
        adaptations.agree_all,
        name="adaptation_agree_all",
    ),
    path("adaptasi/<int:pk>/buka-lagi/", adaptations.reopen, name="adaptation_reopen"),
    path("persetujuan/", judging.judging_list, name="judging_list"),
    path("kesesuaian/", suitability.suitability_list, name="suitability_list"),
    path("kesesuaian/baru/", suitability.start, name="suitability_start"),
    path("kesesuaian/daftar.xlsx", suitability.suitability_list_xlsx, name="suitability_list_xlsx"),
    path("kesesuaian/pernyataan/", questions.question_list, name="question_list"),
    path("kesesuaian/pernyataan/baru/", questions.question_create, name="question_create"),
    path("kesesuaian/pernyataan/<int:pk>/", questions.question_edit, name="question_edit"),
    path("kesesuaian/<int:pk>/", suitability.suitability_page, name="suitability"),
    path("kesesuaian/<int:pk>/isi/", suitability.answer, name="suitability_answer"),
    path("kesesuaian/<int:pk>/selesai/", suitability.finish, name="suitability_finish"),
    path("kesesuaian/<int:pk>/buka-lagi/", suitability.reopen, name="suitability_reopen"),
    path(
        "replikasi/<int:pk>/kesesuaian/",
        suitability.replication_page,
        name="replication_suitability",
    ),
    path("opd/", agencies.agency_list, name="agency_list"),
    path("pelajaran/", lessons.lesson_list, name="lessons"),
    path("pelajaran/daftar.xlsx", lessons.lesson_list_xlsx, name="lessons_xlsx"),
    path("pelajaran/<int:pk>/hapus/", lessons.lesson_remove, name="lesson_remove"),
    path("replikasi/<int:pk>/pelajaran/", lessons.lesson_add, name="lesson_add"),
    path("replikasi/<int:pk>/keberlanjutan/", checks.checks, name="checks"),
    path("keberlanjutan/<int:pk>/jawab/", checks.check_answer, name="check_answer"),
    path("keberlanjutan/<int:pk>/setujui/", checks.check_agree, name="check_agree"),
    path("keberlanjutan/<int:pk>/kembalikan/", checks.check_return, name="check_return"),
    path("keberlanjutan/<int:pk>/buka-lagi/", checks.check_reopen, name="check_reopen"),
    path("replikasi/<int:pk>/hasil/", outcomes.outcome_page, name="outcomes"),
    path("replikasi/<int:pk>/hasil.xlsx", outcomes.outcome_page_xlsx, name="outcomes_xlsx"),
    path("replikasi/<int:pk>/hasil/baru/", outcomes.create_outcome, name="outcome_create"),
    path("hasil/<int:pk>/ubah/", outcomes.edit_outcome, name="outcome_edit"),
    path("hasil/<int:pk>/hapus/", outcomes.delete_outcome, name="outcome_delete"),
    path("hasil/<int:pk>/nilai/", outcomes.record, name="outcome_record"),
    path("hasil/nilai/<int:pk>/", outcomes.value_page, name="outcome_value"),
    path("hasil/nilai/<int:pk>/ubah/", outcomes.edit_value, name="outcome_value_edit"),
    path("hasil/nilai/<int:pk>/hapus/", outcomes.delete_value, name="outcome_value_delete"),
    path("hasil/nilai/<int:pk>/verifikasi/", outcomes.verify_value, name="outcome_value_verify"),
    path("hasil/nilai/<int:pk>/kembalikan/", outcomes.return_value, name="outcome_value_return"),
    path(
        "hasil/nilai/<int:pk>/batal-verifikasi/",
        outcomes.unverify_value,
        name="outcome_value_unverify",
    ),
]
