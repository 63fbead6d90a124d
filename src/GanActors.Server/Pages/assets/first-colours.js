// A classic script, run before anything is drawn: whoever chose light or dark does not see the other one flash.
(function () {
    try {
        var chosen = localStorage.getItem('ganactors-colours');
        if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.colours = chosen;
    } catch (refused) {
        /* storage is switched off: the system's choice stands */
    }
})();
